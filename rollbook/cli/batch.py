"""`rollbook batch send | progress | stop | result | exceptions | settle | list`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from rollbook.base.errors import NotFound, Unreadable
from rollbook.cli.console import AsJson, print_json
from rollbook.cli.service import As, Purpose, caller, read_details, with_service

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Send a batch file, watch it, fetch its result, settle exceptions."
)

BatchId = Annotated[str, typer.Argument(metavar="BATCH", help="The batch's id, as `send` printed it.")]
Wait = Annotated[bool, typer.Option("--wait", help="Stay until the batch is done.")]
Output = Annotated[Path, typer.Option("--output", "-o", help="Where the return file is written.")]
Plain = Annotated[bool, typer.Option("--plain", help="Without the columns ReturnCode and Reason.")]
Number = Annotated[int, typer.Argument(metavar="ROW", help="The row's number, as `exceptions` printed it.")]


@app.command()
def send(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    as_: As,
    purpose: Purpose,
    wait: Wait = False,
    as_json: AsJson = False,
) -> None:
    """Send a batch file. The same file again gives the same batch and changes nothing."""
    if not file.is_file():
        raise Unreadable(f"There is no file {file.name}.", fix="Check its name.")
    with with_service():
        from rollbook.service.actions.batches.sending import send as take_in

        by = caller(as_, purpose)
        with file.open("rb") as stream:
            sent = take_in(stream, file.name, by=by, purpose=purpose)
        state = _wait(sent.id, by) if wait else _progress(sent.id, by)
    print_json({"is_new": sent.is_new, **state}) if as_json else _tell(state, is_new=sent.is_new)


@app.command()
def progress(batch: BatchId, as_: As, wait: Wait = False, as_json: AsJson = False) -> None:
    """How far a batch is, and how many learners came to each code."""
    with with_service():
        by = caller(as_)
        state = _wait(_id(batch), by) if wait else _progress(_id(batch), by)
    print_json(state) if as_json else _tell(state)


@app.command()
def stop(batch: BatchId, as_: As, as_json: AsJson = False) -> None:
    """Stop a batch sent by mistake. What is done stays; the other learners are not worked on."""
    with with_service():
        from rollbook.service.actions.batches.stopping import stop as end

        by = caller(as_)
        left = end(_id(batch), by=by)
        state = _progress(_id(batch), by)
    if as_json:
        print_json({"left": left, **state})
        return
    _tell(state)
    print(f"{left} not worked on. Send the same file again to go on.")


@app.command()
def result(batch: BatchId, as_: As, output: Output, plain: Plain = False, as_json: AsJson = False) -> None:
    """Write the return file: the same columns with the ULNs, then ReturnCode and Reason."""
    with with_service():
        from rollbook.service.readers.batches import result as pieces

        found = pieces(_id(batch), by=caller(as_), with_codes=not plain)
        part = output.with_name(f".{output.name}.part")
        try:
            with part.open("wb") as out:
                for piece in found:
                    out.write(piece)
            part.replace(output)
        finally:
            part.unlink(missing_ok=True)
    print_json({"batch": batch, "written": str(output)}) if as_json else print(f"Written to {output}")


@app.command()
def exceptions(batch: BatchId, as_: As, after: int = 0, as_json: AsJson = False) -> None:
    """The rows that wait for a decision, with their candidates in words."""
    with with_service():
        from rollbook.service.readers.batches import exceptions as waiting

        rows = waiting(_id(batch), by=caller(as_), after=after)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(f"Row {row['number']} (line {row['line']}) {row['code']}: {row['reason']}")
        for candidate in row["candidates"]:
            words = [f"{name.replace('_', ' ')} {word}" for name, word in candidate["agreement"].items()]
            print(f"    {', '.join(word for word in words if not word.endswith('not given'))}")
            print(f"    token {candidate['token']}")
    print(f"{len(rows)} shown." if rows else "Nothing waits.")


@app.command()
def settle(
    batch: BatchId,
    number: Number,
    as_: As,
    choose: Annotated[str, typer.Option(help="The learner is the candidate with this token.")] = "",
    new: Annotated[str, typer.Option(help="The learner is new; say why no candidate fits.")] = "",
    leave: Annotated[str, typer.Option(help="Close the row without a number; say why.")] = "",
    correct: Annotated[bool, typer.Option("--correct", help="Take corrected values as JSON from stdin.")] = False,
    as_json: AsJson = False,
) -> None:
    """Settle one exception: --choose TOKEN, --new REASON, --leave REASON, or --correct."""
    with with_service():
        from rollbook.service.actions.batches import settling

        by, which = caller(as_), (_id(batch), number)
        if choose:
            settled = settling.choose(*which, choose, by=by)
        elif new:
            settled = settling.call_new(*which, reason=new, by=by)
        elif leave:
            settled = settling.leave(*which, reason=leave, by=by)
        elif correct:
            settled = settling.correct(*which, read_details({}), by=by)
        else:
            raise typer.BadParameter("say --choose, --new, --leave or --correct")
    uln = None if settled.uln is None else str(settled.uln)
    answer = {
        "number": settled.number,
        "code": settled.code,
        "says": settled.reason,
        "uln": uln,
        "open": settled.is_open,
    }
    if as_json:
        print_json(answer)
    else:
        print(f"Row {settled.number} {settled.code}: {settled.reason}" + (f" ULN {uln}" if uln else ""))


@app.command("list")
def list_(as_: As, as_json: AsJson = False) -> None:
    """The organisation's latest batches."""
    with with_service():
        from rollbook.service.readers.batches import batches

        found = batches(by=caller(as_))
    if as_json:
        print_json(found)
        return
    for each in found:
        print(f"{each['id']}  {_word(each):8} {each['learners']:6} learners  {each['file_name']}")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("This is not the id of a batch.", fix="`rollbook batch list` shows them.") from None


def _progress(batch_id: UUID, by: Any) -> dict[str, Any]:
    from rollbook.service.readers.batches import progress as read

    return read(batch_id, by=by)


def _wait(batch_id: UUID, by: Any) -> dict[str, Any]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("learners"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True) as bar:
        state = _progress(batch_id, by)
        task = bar.add_task("learners", total=state["learners"], completed=state["done"])
        while state["state"] != "done":
            time.sleep(0.5)
            state = _progress(batch_id, by)
            bar.update(task, completed=state["done"])
    return state


def _word(state: dict[str, Any]) -> str:
    """The state in a word: a stopped batch is done, and the word says why."""
    return "stopped" if state["stopped_at"] else str(state["state"])


def _tell(state: dict[str, Any], *, is_new: bool = True) -> None:
    if not is_new:
        print("This file was sent before; nothing is done twice.")
    print(f"Batch {state['id']}  {_word(state)}: {state['done']} of {state['learners']} learners")
    for code, count in state["codes"].items():
        print(f"  {code}  {count}")
    for finding in state["findings"]:
        print(f"  {finding['says']} {finding['fix']}")
    if state["exceptions"]:
        print(f"{state['exceptions']} wait for a decision: `rollbook batch exceptions {state['id']}`")
