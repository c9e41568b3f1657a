"""The command line: data on standard output, progress and remarks on standard error, exit codes documented.

Each command stands in a file of its own. Errors for users are said in their language, with the remedy.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the program and exit with its code."""
    from pydantic import ValidationError

    from dedup.cli.app import app
    from dedup.cli.session import Session, bad_setting
    from dedup.errors import DedupError, Exit
    from dedup.failures import as_user_error

    try:
        session = Session()
    except ValidationError as error:
        _report("zh", bad_setting(error))
        sys.exit(Exit.USAGE)
    try:
        app(obj=session)
    except DedupError as error:
        _report(session.language, error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        session.note("interrupted")
        sys.exit(Exit.FAILURE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(Exit.OK)
    except Exception as error:
        known = as_user_error(error)
        if known is None:
            raise
        _report(session.language, known)
        sys.exit(known.exit_code)


def _report(language: str, error: object) -> None:
    from dedup.catalogue import Language, say
    from dedup.errors import DedupError

    if not isinstance(error, DedupError):
        raise TypeError("only errors for users are reported")
    spoken: Language = "en" if language == "en" else "zh"
    print(f"dedup: {error.message(spoken)}", file=sys.stderr)
    print(say(spoken, "remedy", text=error.remedy(spoken)), file=sys.stderr)
