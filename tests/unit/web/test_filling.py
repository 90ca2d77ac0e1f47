"""A finished page filled with kept answers."""

from rollbook.service.actions.signing_in.kept_answers import Form
from rollbook.web.portal.filling import filled

PAGE = """<!doctype html><!-- a remark --><p>A &amp; B &#8217;</p>
<form action="/sign-out" method="post"><input name="name" value="not this one"></form>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="new">
<input name="name" value="" id="a"><input type="password" name="secret"><input type="file" name="file">
<input type="radio" name="one" value="1" checked><input type="radio" name="one" value="2">
<input type="checkbox" name="many" value="x" checked><input type="checkbox" name="many" value="y">
<textarea name="why">old &lt;</textarea>
<select name="which"><option value="1" selected>One</option><option value="2">Two</option></select></form>"""


def _filled(*fields, action="/here", page=PAGE):
    return filled(page, Form(action, "/here", fields), here="/here")


def test_what_was_typed_stands_in_its_box_and_nothing_else_changes():
    page = _filled(("name", 'O\'Neil "<b>" & co'), ("one", "2"), ("many", "y"))
    assert 'value="O&#x27;Neil &quot;&lt;b&gt;&quot; &amp; co"' in page
    assert '<input name="name" value="not this one">' in page
    assert "<!doctype html><!-- a remark --><p>A &amp; B &#8217;</p>" in page


def test_choices_are_those_made():
    page = _filled(("name", "a"), ("one", "2"), ("many", "y"), ("which", "2"))
    assert '<input type="radio" name="one" value="1">' in page
    assert '<input type="radio" name="one" value="2" checked>' in page
    assert '<input type="checkbox" name="many" value="x">' in page
    assert '<option value="2" selected>' in page
    assert '<option value="1">' in page


def test_a_long_answer_replaces_the_text_that_was_there():
    assert '<textarea name="why">\nbecause &lt;</textarea>' in _filled(("why", "because <"))


def test_tokens_passwords_and_files_are_left_alone():
    page = _filled(("name", "a"), ("csrfmiddlewaretoken", "old"), ("secret", "s"), ("file", "f"))
    assert 'value="new"' in page
    assert '<input type="password" name="secret"><input type="file" name="file">' in page


def test_a_page_without_that_form_is_not_filled():
    assert _filled(("name", "a"), action="/elsewhere") is None
    assert _filled(("name", "a"), page="<p>No form</p>") is None
