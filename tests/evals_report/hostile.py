"""Generated text that tries to break out of the page, to hide, or to be endless."""

from typing import Any

from .sample import finding, results, run

SCRIPT = "</script></pre></style><script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"
ATTRIBUTE = '" onmouseover="window.broken = 1" x=\''
HIDDEN = "a\u202eb\u200bc\x00d\x1b[31me\x85f\ufeff"
SURROGATE = "lone \ud800 surrogate"
HUGE = "x" * 150_000
TEMPLATE = "{{ 7 * 191 }} {% raw %} ]]> &amp; <!-- --!>"
ALL = "\n".join((SCRIPT, ATTRIBUTE, HIDDEN, SURROGATE, HUGE, TEMPLATE))


def hostile_results() -> dict[str, Any]:
    """Every free text of every grader is hostile, in both arms."""
    runs = [_hostile(run(f"case-{number}", arm, failed=2)) for number in (1, 2) for arm in ("none", "skill")]
    invalid = run("case-1", "none", 2, valid=False)
    invalid["validity"]["reasons"] = [ALL]
    made = results([*runs, invalid])
    made["cases"]["case-1"] |= {"title": SCRIPT + HIDDEN, "prompt": ALL, "turns": [ALL]}
    return made


def _hostile(item: dict[str, Any]) -> dict[str, Any]:
    graders = item["graders"]
    graders["contract"]["tests"][0] |= {"name": ATTRIBUTE + SCRIPT, "message": ALL}
    graders["contract"]["log"] = ALL
    graders["rules"]["findings"] = [
        finding("unbounded-list", path=ATTRIBUTE + SCRIPT + ".py", message=ALL, fix=ALL, line=2),
        finding("unbounded-list", message=ALL, fix=ALL, line=10**9),
    ]
    graders["types"] = {
        "status": "fail",
        "errors": 1,
        "findings": [{"path": ATTRIBUTE + SCRIPT, "line": 1, "message": ALL}],
    }
    graders["transcript"]["references_read"] = [SCRIPT]
    files = {"app/main.py": ALL, ATTRIBUTE + SCRIPT + ".py": ALL, SURROGATE + ".py": "x = 1"}
    says = [{"turn": 1, "text": ALL}, {"turn": 2, "text": ALL}]
    agent = {"name": SCRIPT, "version": ATTRIBUTE, "model": None}
    return item | {"files": files, "says": says, "agent": agent, "path": ATTRIBUTE}
