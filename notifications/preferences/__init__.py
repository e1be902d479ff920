"""When people want which mail: what they chose, the hours that hold, and where they choose."""
