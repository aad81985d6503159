"""What bash, zsh, fish and PowerShell run to complete a word, and how words stand in each.

The scripts give the command line as it was typed. Typer reads it from the environment, but takes
what stands in open quotes for parted words; so it is parted here, as a shell does.
"""

import os
import re
import shlex
from pathlib import Path
from typing import NamedTuple

from relcli.errors import RelcliError, cure_for

ASKS = "_RELCLI_COMPLETE"  # in the environment; relcli completes then, for the shell it names
_LINE = "_TYPER_COMPLETE_ARGS"
_WORD = "_TYPER_COMPLETE_WORD_TO_COMPLETE"
_BREAKS = "COMP_WORDBREAKS"  # where bash begins another word, though the shell does not

_PLAIN = re.compile(r"[\w./,:=@%+-]+")
_BASH = """\
_relcli_completion() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <(env _RELCLI_COMPLETE=complete_bash COMP_WORDBREAKS="$COMP_WORDBREAKS" \\
        _TYPER_COMPLETE_ARGS="${COMP_LINE:0:COMP_POINT}" "$1" 2>/dev/null)
}
complete -o default -F _relcli_completion relcli
"""
# zsh compares and quotes by itself, so it takes words as fish does.
_ZSH = """\
#compdef relcli
_relcli_completion() {
    local line
    local -a found shown
    while IFS= read -r line; do
        found+=("${line%%$'\\t'*}")
        shown+=("${line/$'\\t'/  -- }")
    done < <(env _RELCLI_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION=get-args \\
        _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" relcli 2>/dev/null)
    if (( $#found )); then
        compadd -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' -l -d shown -a found
    else
        _files
    fi
}
if [[ "$funcstack[1]" == _relcli ]]; then
    _relcli_completion "$@"
else
    compdef _relcli_completion relcli
fi
"""
_FISH = """\
function __relcli_complete
    env _RELCLI_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION=$argv[1] \\
        _TYPER_COMPLETE_ARGS=(commandline -cp | string collect) relcli 2>/dev/null
end
complete --command relcli --no-files --condition "__relcli_complete is-args" \\
    --arguments "(__relcli_complete get-args)"
"""
_OWN = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
_WINDOWS = ("powershell", "pwsh")
SHELLS = (*_OWN, *_WINDOWS)


class Typed(NamedTuple):
    """A command line up to the cursor.

    `words` are as the shell gives them to a command; the last one is to be completed. `quote` is
    the one that is open there, `kept` what of that word stands before what bash replaces.
    """

    words: list[str]
    quote: str
    kept: str


def part(line: str, breaks: str = "") -> Typed:
    """Part a command line into words as a shell does, without running or replacing anything."""
    words, word, quote, kept, begun = [], "", "", 0, False
    characters = iter(line)
    for character in characters:
        if quote and character == quote:
            quote, kept = "", len(word)
        elif character == "\\" and quote != "'":
            escaped = next(characters, "")
            word += escaped if not quote or escaped in '"\\$`' else f"\\{escaped}"
            begun = True
        elif quote:
            word += character
        elif character in "'\"":
            quote, kept, begun = character, len(word), True
        elif character.isspace():
            words += [word] if begun else []
            word, kept, begun = "", 0, False
        else:
            word += character
            begun = True
            kept = len(word) if character in breaks else kept
    return Typed([*words, word], quote, word[:kept])


def prepare() -> None:
    """Let Typer complete, and give it the words of the command line as `part` parts them."""
    from typer.completion import completion_init  # type: ignore[attr-defined] # not listed

    completion_init()
    shell = os.environ[ASKS].rpartition("_")[2]
    if shell in _WINDOWS and _WORD in os.environ:
        os.environ[_WORD] = os.environ[_WORD].strip("'\"")
    if shell in _WINDOWS or _LINE not in os.environ:
        return
    words = part(os.environ[_LINE]).words
    line = shlex.join(words)
    if shell == "bash":
        os.environ |= {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    else:
        os.environ[_LINE] = line


def as_inserted(words: list[str]) -> list[str]:
    """Return words as the shell that asks is to insert them: each stays one word, and itself.

    It is empty where that cannot be. zsh and fish quote by themselves.
    """
    match os.environ[ASKS].rpartition("_")[2]:
        case "fish":
            return words
        case "bash" if _LINE in os.environ:
            typed = part(os.environ[_LINE], os.environ.get(_BREAKS, ""))
            return [_in_bash(word, typed) for word in words]
        case shell if shell in _WINDOWS:
            return [_in_powershell(word) for word in words]
    # Asked by a script of Typer's, which quotes nothing.
    return [word if _PLAIN.fullmatch(word) else "" for word in words]


def _in_powershell(word: str) -> str:
    return word if _PLAIN.fullmatch(word) else "'{}'".format(word.replace("'", "''"))


def _in_bash(word: str, typed: Typed) -> str:
    """Return what bash puts behind what it keeps of a word, in the quote that is open there."""
    text, quote = word[len(typed.kept) :], typed.quote
    if not quote:
        return re.sub(r"([^\w./,:=@%+-])", r"\\\1", text)
    if quote == "'":
        text = text.replace("'", "'\\''")
    else:  # where an exclamation mark means something, and no backslash can help
        text = re.sub(r'(["\\$`])', r"\\\1", text).replace("!", "\"'!'\"")
    # bash closes the quote, unless such a sign stands there.
    return f"{text}{quote}" if text.endswith(quote) else text


def script(shell: str) -> str:
    """Return what teaches a shell to complete relcli. Raises RelcliError."""
    known = _named(shell, "--show-completion")
    if known in _OWN:
        return _OWN[known]
    from typer.completion import get_completion_script  # type: ignore[attr-defined] # not listed

    return f"{get_completion_script(prog_name='relcli', complete_var=ASKS, shell=known)}\n"


def install(shell: str) -> tuple[str, Path]:
    """Put the script of a shell where it looks for it, and return both. Raises RelcliError."""
    known = _named(shell, "--install-completion")
    home = Path.home()
    match known:
        case "bash":
            path = home / ".bash_completions" / "relcli.sh"
            _add_line(home / ".bashrc", f"source {shlex.quote(str(path))}")
        case "zsh":
            path = home / ".zfunc" / "_relcli"
            settings = Path(os.environ.get("ZDOTDIR") or home) / ".zshrc"
            _add_line(settings, "fpath+=~/.zfunc; autoload -Uz compinit; compinit")
        case "fish":
            folder = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
            path = folder / "fish" / "completions" / "relcli.fish"
        case _:
            raise RelcliError(
                "--install-completion: PowerShell's profile is yours to write",
                f"write `relcli --show-completion {known} >> $PROFILE` in it",
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_OWN[known], encoding="utf-8")
    return known, path


def _add_line(path: Path, line: str) -> None:
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    if line not in before.splitlines():
        end = "" if not before or before.endswith("\n") else "\n"
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{end}{line}\n")


def _named(shell: str, option: str) -> str:
    """Return the name of a shell, by default of that which runs this. Raises RelcliError."""
    if shell in SHELLS:
        return shell
    known = ", ".join(SHELLS)
    if shell:
        cure = cure_for(shell, SHELLS, f"these it does: {known}")
        raise RelcliError(f"{option}: relcli does not complete in `{shell}`", cure)
    return _named(_running(option), option)


def _running(option: str) -> str:
    """Return the name of the shell that runs this. Raises RelcliError where none does."""
    import shellingham  # type: ignore[import-untyped]

    try:
        return str(shellingham.detect_shell()[0])
    except shellingham.ShellDetectionFailure:
        cure = f"name it: `relcli {option} bash`, or {', '.join(SHELLS[1:])}"
        raise RelcliError(f"{option}: which shell this is cannot be told", cure) from None
