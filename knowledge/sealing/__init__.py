"""Who can open sealed reports: people's identities, keys of teams, who holds them, and how a lost one is recovered.

Everything is made and opened in browsers; what stands here is locked. `docs/sealed.md` tells the whole.
"""
