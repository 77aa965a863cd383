"""The legal sources, by key, and the product terms that figures rest on."""

from advice.engine.vocabulary import TermKey

INTEREST_LAW = ("civil_code_674",)
PENALTY_LAW = ("civil_code_676", "pboc_2003_251_3")
PENALTY_TERMS = (TermKey.PENALTY_MULTIPLIER,)
OWED_LAW = (*INTEREST_LAW, *PENALTY_LAW)
CAP_LAW = ("spc_2017_22_2", "civil_code_585")
FEE_LAW = ("litigation_fee_13", "litigation_fee_16", "litigation_fee_29")
EXECUTION_LAW = ("litigation_fee_14", "litigation_fee_38")
DELAY_LAW = (
    "cpl_264",
    "delay_interest_2014_1",
    "delay_interest_2014_2",
    "delay_interest_2014_3",
    "delay_interest_2014_4",
)
COURT_LAW = (*FEE_LAW, *EXECUTION_LAW, *DELAY_LAW)
RECORD_LAW = ("credit_status_codes", "credit_reg_16")
