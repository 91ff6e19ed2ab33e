"""What people enter: kinds of entry, how they are read, what they say, what is due.

An entry is a row of the ledger; a matter is what the entries of one subject come to. What a matter
says to everybody stands in the ledger as claims of the source `entered`; what is kept to few makes
no claim at all and is shown only where the entries themselves are.
"""
