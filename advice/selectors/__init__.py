"""The reads that pages and the calculation need, each a constant number of queries."""

from advice.selectors.edition import (
    TO_REVIEW,
    Assumption,
    Basis,
    Edition,
    current_edition,
    current_rulebook,
    next_change_at,
    prose_figures,
)
from advice.selectors.feedback import votes_by_page
from advice.selectors.guidance import (
    consequences_listed,
    consequences_published,
    guides_published,
    most_urgent_first,
    next_guide,
    preventions_published,
    questions_published,
    site_pages_published,
    situations_published,
    strategies_by_urgency,
    strategies_published,
)
from advice.selectors.hotlines import (
    bank_hotline,
    hotlines_listening_first,
    hotlines_published,
    hotlines_that_listen,
    numbers_to_call,
)
from advice.selectors.law import (
    Law,
    in_reading_order,
    laws_published,
    sources_with_uses,
    with_successors,
)
from advice.selectors.pages import PublicPage, guidance_changed_last, is_page_of_ours, public_pages
from advice.selectors.products import ProductOffered, products_offered
from advice.selectors.search import Hit, Hits, entries_of, entries_titled_like, hits_of, meanings_of

__all__ = [
    "TO_REVIEW",
    "Assumption",
    "Basis",
    "Edition",
    "Hit",
    "Hits",
    "Law",
    "ProductOffered",
    "PublicPage",
    "bank_hotline",
    "consequences_listed",
    "consequences_published",
    "current_edition",
    "current_rulebook",
    "entries_of",
    "entries_titled_like",
    "guidance_changed_last",
    "guides_published",
    "hits_of",
    "hotlines_listening_first",
    "hotlines_published",
    "hotlines_that_listen",
    "in_reading_order",
    "is_page_of_ours",
    "laws_published",
    "meanings_of",
    "most_urgent_first",
    "next_change_at",
    "next_guide",
    "numbers_to_call",
    "preventions_published",
    "products_offered",
    "prose_figures",
    "public_pages",
    "questions_published",
    "site_pages_published",
    "situations_published",
    "sources_with_uses",
    "strategies_by_urgency",
    "strategies_published",
    "votes_by_page",
    "with_successors",
]
