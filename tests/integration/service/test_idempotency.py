"""One answer for one key: repeats, other requests under the same key, two at the same moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput
from rollbook.service.idempotency import Answer, forget_old, once
from rollbook.service.models import IdempotencyKey

SAID = Answer(200, b'{"uln": "1000000043"}')


@pytest.fixture
def work():
    """Work that counts how often it was done."""

    def do():
        do.times += 1
        return do.answer

    do.times, do.answer = 0, SAID
    return do


def test_a_repeat_gets_the_same_answer_and_does_nothing_again(caller, work):
    by = caller()
    assert [once("k", work, request=b"body", by=by) for _ in range(3)] == [SAID] * 3
    assert work.times == 1


def test_without_a_key_every_request_is_done(caller, work):
    once("", work, request=b"body", by=caller())
    once("", work, request=b"body", by=caller())
    assert (work.times, IdempotencyKey.objects.count()) == (2, 0)


def test_another_request_under_the_same_key_is_refused(caller, work):
    by = caller()
    once("k", work, request=b"body", by=by)
    with pytest.raises(Conflict):
        once("k", work, request=b"another body", by=by)


def test_a_key_belongs_to_its_caller(caller, work):
    once("k", work, request=b"body", by=caller(name="ann"))
    once("k", work, request=b"another body", by=caller(name="ben"))
    assert work.times == 2


def test_a_refusal_is_not_kept_so_that_the_mended_request_may_use_the_key(caller, work):
    by = caller()
    work.answer = Answer(422, b"")
    assert once("k", work, request=b"wrong", by=by).status == 422
    work.answer = SAID
    assert once("k", work, request=b"mended", by=by) == SAID


def test_work_that_fails_leaves_no_answer(caller):
    def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once("k", fail, request=b"body", by=caller())
    assert not IdempotencyKey.objects.exists()


def test_after_a_day_the_key_is_free_again(caller, work):
    by = caller()
    once("k", work, request=b"body", by=by)
    IdempotencyKey.objects.update(at=timezone.now() - timedelta(hours=25))
    once("k", work, request=b"another body", by=by)
    assert work.times == 2


def test_old_answers_are_removed(caller, work):
    once("k", work, request=b"body", by=caller())
    IdempotencyKey.objects.update(at=timezone.now() - timedelta(hours=25))
    assert forget_old() == 1


def test_the_kept_answer_cannot_be_read_in_the_table(caller, work):
    once("k", work, request=b"body", by=caller())
    assert b"1000000043" not in bytes(IdempotencyKey.objects.get().answer)


@pytest.mark.parametrize("key", ["k" * 201, "a\x00b", "ключ", "a\nb"])
def test_a_key_that_cannot_be_kept_is_refused(caller, work, key):
    with pytest.raises(InvalidInput):
        once(key, work, request=b"body", by=caller())


def test_of_two_at_the_same_moment_one_does_the_work(own_database, caller):
    by, done, begun = caller(), [], threading.Barrier(2)

    def slow():
        with connection.cursor() as cursor:
            cursor.execute("select pg_sleep(0.2)")
        done.append(threading.get_ident())
        return SAID

    def ask(answers):
        begun.wait()
        answers.append(once("k", slow, request=b"body", by=by))
        connection.close()

    answers = []
    threads = [threading.Thread(target=ask, args=(answers,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers, len(done)) == ([SAID, SAID], 1)


def test_what_the_work_wrote_and_its_answer_stand_or_fall_together(caller, work):
    by = caller()
    with transaction.atomic():
        once("k", work, request=b"body", by=by)
        transaction.set_rollback(True)
    assert not IdempotencyKey.objects.exists()
