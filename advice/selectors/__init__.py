"""The reads that pages and the calculation need, each a constant number of queries."""

from advice.selectors.assumptions import Assumption, assumed_rules, terms_in_force
from advice.selectors.guidance import (
    consequences_published,
    consequences_with_figures,
    guides_published,
    most_urgent_first,
    next_guide,
    preventions_published,
    questions_published,
    site_pages_published,
    situations_published,
    strategies_by_urgency,
    strategies_published,
    strategies_to_judge,
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
    sources_by_key,
    sources_with_uses,
)
from advice.selectors.products import ProductOffered, active_products, products_offered
from advice.selectors.rulebook import Edition, current_rulebook, prose_figures

__all__ = [
    "Assumption",
    "Edition",
    "Law",
    "ProductOffered",
    "active_products",
    "assumed_rules",
    "bank_hotline",
    "consequences_published",
    "consequences_with_figures",
    "current_rulebook",
    "guides_published",
    "hotlines_listening_first",
    "hotlines_published",
    "hotlines_that_listen",
    "in_reading_order",
    "laws_published",
    "most_urgent_first",
    "next_guide",
    "numbers_to_call",
    "preventions_published",
    "products_offered",
    "prose_figures",
    "questions_published",
    "site_pages_published",
    "situations_published",
    "sources_by_key",
    "sources_with_uses",
    "strategies_by_urgency",
    "strategies_published",
    "strategies_to_judge",
    "terms_in_force",
]
