"""`harmoni COMMAND`: what is typed, and what comes back.

Exit codes: 0 all well, 1 the model is wrong or a test failed, 2 the command is wrong, 130 interrupted.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from harmoni import __version__
from harmoni.cli import forecast, learning, optimise, plot, report
from harmoni.cli.arguments import as_json, asked_language, simulating, speaks, translated_argparse
from harmoni.texts import language, say, speaking

FINE, WRONG, MISUSED, INTERRUPTED = 0, 1, 2, 130


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="harmoni", description=say("Where patients wait along the chain, and what helps.")
    )
    speaks(top)
    top.add_argument("--version", action="version", version=f"harmoni {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    check = commands.add_parser("check", help=say("say everything that is wrong with a model and its scenarios"))
    check.add_argument("model", type=Path, help=say("folder or zip file with model.toml"))
    as_json(check)

    run = commands.add_parser("run", help=say("simulate a model, or one of its scenarios"))
    run.add_argument("model", type=Path)
    run.add_argument("--scenario", metavar="NAME", help=say("a file in scenarios/, without .toml"))
    simulating(run)
    run.add_argument("--precision", type=float, metavar="WIDTH", help=say("go on until FIGURE is known within ± WIDTH"))
    run.add_argument("--figure", default=None, help=say("the figure that --precision is about"))
    run.add_argument("--term", choices=("model", "short", "long"), default="model", help=say("as the model says (default), eight weeks from the census, or a steady year"))  # fmt: skip
    as_json(run)

    compare = commands.add_parser("compare", help=say("what a scenario changes, short and long term, with intervals"))
    compare.add_argument("model", type=Path)
    compare.add_argument("scenarios", nargs="+", metavar="SCENARIO", help=say("files in scenarios/, without .toml"))
    simulating(compare)
    as_json(compare)

    optimise.add(commands)
    forecast.add(commands)
    learning.add(commands)

    report.add(commands)
    plot.add(commands)

    selftest = commands.add_parser("selftest", help=say("hold the engine to what is known exactly"))
    selftest.add_argument("--quick", action="store_true", help=say("a tenth of the replications"))
    as_json(selftest)

    example = commands.add_parser("example", help=say("write an example model to a folder of your own"))
    example.add_argument("name", choices=("small", "fjordby"))
    example.add_argument("folder", type=Path)

    from harmoni.cli import bench, exchange

    bench.add(commands)
    exchange.add(commands)
    for command in commands.choices.values():
        if command is not commands.choices["report"]:  # which takes several
            speaks(command)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    with speaking(asked_language(given) or language()), translated_argparse():
        return _do(parser().parse_args(given))


def _do(asked: argparse.Namespace) -> int:
    from harmoni.cli import commands
    from harmoni.model.problems import BadModel

    try:
        return int((asked.do if "do" in asked else commands.COMMANDS[asked.command])(asked))
    except BadModel as error:
        commands.tell_problems(error.problems, as_json=getattr(asked, "json", False))
        return WRONG
    except commands.Refused as error:
        print(f"harmoni: {error}", file=sys.stderr)
        return MISUSED
    except RuntimeError as error:
        from harmoni.engine.run import TooManyPatients

        if not isinstance(error, TooManyPatients):
            raise
        print(f"harmoni: {error}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        print(say("Stopped. Nothing was written."), file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
