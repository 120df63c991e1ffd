"""One edit each: a feature is made known to a file that is there already. Everything else in the file stays as it is."""

import ast
from collections.abc import Iterator

from onejob.skill.new_feature.anchors import (
    MissingAnchorError,
    after_line,
    class_named,
    indent_of,
    inserted,
)
from onejob.skill.new_feature.spans import Text, statement_span


def with_definitions(text: str, body: str, before: str) -> str:
    """Definitions at the end of a module, or before a class that needs them."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and node.name == before:
            return inserted(text, [(statement_span(Text(text), node)[0], body.strip("\n") + "\n\n\n")])
    head = text.rstrip("\n")
    return f"{head}\n\n\n{body.strip()}\n" if head else body


def with_property(text: str, name: str, member: str) -> str:
    """A read-only property more in a Protocol, below the ones it has. Raises MissingAnchorError."""
    node = class_named(text, name)
    pad = " " * node.body[0].col_offset
    properties = [
        item
        for item in node.body
        if isinstance(item, ast.FunctionDef)
        and any(getattr(one, "id", "") == "property" for one in item.decorator_list)
    ]
    lines = "".join(f"{pad}{line}\n" for line in member.split("\n"))
    if properties:
        return after_line(text, properties[-1], f"\n{lines}")
    methods = [item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
    if methods:
        return inserted(text, [(statement_span(Text(text), methods[0])[0], f"{lines}\n")])
    return after_line(text, node.body[-1], f"\n{lines}")


def with_field(text: str, name: str, line: str, before: str = "") -> str:
    """A field more in a dataclass, below the others or above the one called `before`. Raises MissingAnchorError."""
    node = class_named(text, name)
    fields = [item for item in node.body if isinstance(item, ast.AnnAssign)]
    if not fields:
        raise MissingAnchorError(f"the class {name} has no fields")
    pad = indent_of(text, fields[-1])
    for item in fields:
        if isinstance(item.target, ast.Name) and item.target.id == before:
            return inserted(text, [(statement_span(Text(text), item)[0], f"{pad}{line}\n")])
    return after_line(text, fields[-1], f"{pad}{line}\n")


def with_argument(text: str, callee: str, argument: str) -> str:
    """`name=value` more in the call of `callee`; `{0}` in it is the call's first argument. Raises MissingAnchorError."""
    source = Text(text)
    for call in _calls(ast.parse(text), callee):
        values = [*call.args, *(item.value for item in call.keywords if item.arg)]
        if not values or any(isinstance(item, ast.Starred) for item in call.args):
            continue
        piece = argument if call.keywords else argument.partition("=")[2]
        first = source.data[source.start(values[0]) : source.end(values[0])].decode()
        return _with_item(text, max(map(source.end, values)), piece.replace("{0}", first), call)
    raise MissingAnchorError(f"nothing calls {callee}(session, ...)")


def with_router(text: str, router: str) -> str:
    """One router more, included as the others are. Raises MissingAnchorError."""
    tree = ast.parse(text)
    source = Text(text)
    for loop in (node for node in ast.walk(tree) if isinstance(node, ast.For)):
        if (
            any(_calls(loop, "include_router"))
            and isinstance(loop.iter, ast.Tuple | ast.List)
            and loop.iter.elts
        ):
            return _with_item(text, source.end(loop.iter.elts[-1]), router, loop.iter)
    statements = [
        node for node in ast.walk(tree) if isinstance(node, ast.Expr) and any(_calls(node, "include_router"))
    ]
    inside = [node for node in statements if isinstance(node.value, ast.Call)]
    if not inside:
        raise MissingAnchorError("nothing calls include_router")
    last = max(inside, key=lambda node: node.lineno)
    call = last.value
    receiver = ast.unparse(call.func) if isinstance(call, ast.Call) else "app.include_router"
    return after_line(text, last, f"{indent_of(text, last)}{receiver}({router}.router)\n")


def with_factory_method(text: str, method: str) -> str:
    """A method more in Factory, below the services'; `{unit_of_work}` is how the others get at it. Raises MissingAnchorError."""
    node = class_named(text, "Factory")
    methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
    found = [
        ast.unparse(item)
        for item in ast.walk(node)
        if isinstance(item, ast.Attribute)
        and item.attr == "unit_of_work"
        and ast.unparse(item).startswith("self.")
    ]
    if not methods or not found:
        raise MissingAnchorError("the class Factory has no method that uses self…unit_of_work")
    pad = indent_of(text, methods[0])
    services = [item for item in methods if item.name.endswith("_service")] or methods
    lines = method.replace("{unit_of_work}", found[0]).split("\n")
    return after_line(text, services[-1], "\n" + "".join(f"{pad}{line}\n" for line in lines))


def with_exported(text: str, name: str) -> str:
    """A name more in `__all__`, if there is one."""
    source = Text(text)
    for node in ast.parse(text).body:
        named = isinstance(node, ast.Assign) and any(
            getattr(item, "id", "") == "__all__" for item in node.targets
        )
        if (
            named
            and isinstance(node, ast.Assign)
            and isinstance(node.value, ast.List | ast.Tuple)
            and node.value.elts
        ):
            later = [
                item for item in node.value.elts if isinstance(item, ast.Constant) and str(item.value) > name
            ]
            if later:
                return inserted(text, [(source.start(later[0]), f'"{name}", ')])
            return _with_item(text, source.end(node.value.elts[-1]), f'"{name}"', node.value)
    return text


def _with_item(text: str, end: int, item: str, around: ast.AST) -> str:
    """An item more behind the last of a comma-separated list, in its style: in a line, or a line of its own."""
    source = Text(text)
    rest = source.data[end : source.end(around)].decode()
    comma = end + rest.index(",") if "," in rest.partition("#")[0] else None
    if "\n" not in rest:
        return source.without([(end, comma + 1 if comma is not None else end, f", {item}".encode())])
    last_line = source.data[:end].decode().count("\n")
    line = source.line(last_line + 1).decode()
    pad = line[: len(line) - len(line.lstrip())]
    if comma is None:
        return source.without([(end, end, f",\n{pad}{item},".encode())])
    line_end = source.starts[last_line + 1]
    return source.without([(line_end, line_end, f"{pad}{item},\n".encode())])


def _calls(node: ast.AST, name: str) -> Iterator[ast.Call]:
    for item in ast.walk(node):
        if isinstance(item, ast.Call) and name in (
            getattr(item.func, "attr", ""),
            getattr(item.func, "id", ""),
        ):
            yield item
