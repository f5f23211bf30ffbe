"""OpenDocument texts written by hand, for the tests."""

from __future__ import annotations

from make_files import archive

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
        ("manifest", "manifest"),
    )
)
ROOT = (
    f'{_SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)
MIME = "application/vnd.oasis.opendocument.text"


def odt(
    body: str,
    *,
    automatic: str = "",
    styles: str = "",
    masters: str = "",
    members: dict[str, str] | None = None,
) -> bytes:
    """An OpenDocument text with that body, those automatic and common styles and page styles, and
    further `members` of the archive."""
    return archive(
        {
            "mimetype": MIME,
            "content.xml": (
                f"<office:document-content {ROOT}>"
                f"<office:automatic-styles>{automatic}</office:automatic-styles>"
                f"<office:body><office:text>{body}</office:text></office:body>"
                "</office:document-content>"
            ),
            "styles.xml": (
                f"<office:document-styles {ROOT}><office:styles>{styles}</office:styles>"
                f"<office:master-styles>{masters}</office:master-styles>"
                "</office:document-styles>"
            ),
            "META-INF/manifest.xml": (
                f"<manifest:manifest {ROOT}>"
                f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
                '<manifest:file-entry manifest:full-path="content.xml"'
                ' manifest:media-type="text/xml"/>'
                '<manifest:file-entry manifest:full-path="styles.xml"'
                ' manifest:media-type="text/xml"/></manifest:manifest>'
            ),
            **(members or {}),
        },
        stored=("mimetype",),
    )


def p(content: str, style: str = "Standard") -> str:
    """A paragraph."""
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def h(content: str, level: int = 1, style: str = "Heading", extra: str = "") -> str:
    """A heading."""
    return (
        f'<text:h text:style-name="{style}" text:outline-level="{level}"{extra}>{content}</text:h>'
    )


def span(content: str, style: str) -> str:
    """A span of that style."""
    return f'<text:span text:style-name="{style}">{content}</text:span>'


def listed(style: str, *items: str, extra: str = "") -> str:
    """A list; words alone make a plain item, and `start=3|words` one that begins again at 3."""
    return f'<text:list text:style-name="{style}"{extra}>{"".join(map(_item, items))}</text:list>'


def _item(content: str) -> str:
    start = ""
    if content.startswith("start="):
        value, content = content.removeprefix("start=").split("|", 1)
        start = f' text:start-value="{value}"'
    inner = content if content.startswith("<text:") else p(content)
    return f"<text:list-item{start}>{inner}</text:list-item>"


def note(kind: str, label: str, content: str, key: str = "") -> str:
    """A note, called where it stands."""
    return (
        f'<text:note text:id="{key or kind + label}" text:note-class="{kind}">'
        f"<text:note-citation>{label}</text:note-citation>"
        f"<text:note-body>{content}</text:note-body></text:note>"
    )


def numbered(level: int, form: str, *, prefix: str = "", suffix: str = "", extra: str = "") -> str:
    """One numbered level of a list style."""
    return (
        f'<text:list-level-style-number text:level="{level}" style:num-format="{form}"'
        f' style:num-prefix="{prefix}" style:num-suffix="{suffix}"{extra}/>'
    )


def bullet(level: int, char: str) -> str:
    """One bullet level of a list style."""
    return f'<text:list-level-style-bullet text:level="{level}" text:bullet-char="{char}"/>'


def list_style(name: str, *levels: str) -> str:
    """A list style."""
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def style(name: str, family: str, properties: str, extra: str = "") -> str:
    """A paragraph or text style."""
    opening = f'<style:style style:name="{name}" style:family="{family}"{extra}>'
    return f"{opening}{properties}</style:style>"


def words(properties: str) -> str:
    """Properties of text."""
    return f"<style:text-properties {properties}/>"


def table(*rows: str) -> str:
    """A table of rows (`tr`)."""
    return f'<table:table table:name="T">{"".join(rows)}</table:table>'


def tr(*cells: str, extra: str = "") -> str:
    """A row of cells; words alone make a plain cell."""
    inner = "".join(cell if cell.startswith("<table:") else tc(cell) for cell in cells)
    return f"<table:table-row{extra}>{inner}</table:table-row>"


def tc(content: str, extra: str = "") -> str:
    """A cell of words or of paragraphs."""
    inner = content if content.startswith("<") or not content else p(content)
    return f"<table:table-cell{extra}>{inner}</table:table-cell>"


def frame(content: str) -> str:
    """A text box."""
    return f"<draw:frame><draw:text-box>{content}</draw:text-box></draw:frame>"
