"""Every name that a paper may ask for, what it means, and what it says for a case."""

from advice.engine.papers.blanks import BLANK_DATE, BLANKS
from advice.engine.papers.figures import FIGURES
from advice.engine.papers.tables import TABLES
from advice.engine.papers.told import Papers


def placeholder_names() -> dict[str, str]:
    """Every name that a paper may ask for, such as `figure:payoff`, with what it means."""
    figures = {f"figure:{name}": figure.label for name, figure in FIGURES.items()}
    tables = {f"table:{name}": f"表：{table.label}" for name, table in TABLES.items()}
    blanks = {f"blank:{name}": f"空：{blank.label}" for name, blank in BLANKS.items()}
    return figures | tables | blanks | {"blank:date": "空：日期"}


def paper_figures(papers: Papers | None) -> dict[str, str]:
    """What each name says for the case, in Markdown; without a case all are blanks."""
    figures = {
        f"figure:{name}": (papers and figure.words(papers)) or figure.blank
        for name, figure in FIGURES.items()
    }
    tables = {f"table:{name}": table.markdown(papers) for name, table in TABLES.items()}
    blanks = {f"blank:{name}": blank.words for name, blank in BLANKS.items()}
    return figures | tables | blanks | {"blank:date": BLANK_DATE}
