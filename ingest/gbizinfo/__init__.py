"""How gBizINFO publishes: exports of grants, records of bodies, and the records they give."""
