"""Reports of product defects and topics in search: who finds them is asked of every single passage."""
