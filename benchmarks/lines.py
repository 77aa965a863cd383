"""How a measured figure is printed beside what it aims at."""


def line(label: str, figure: str, aim: str = "", *, note: str = "") -> str:
    remarks = ", ".join(filter(None, (aim and f"aim: {aim}", note)))
    return f"  {label:<48}{figure:>16}   {remarks}".rstrip()
