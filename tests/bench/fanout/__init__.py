"""Load for the live connections: a crowd, its sockets in processes of their own, and what a process costs."""
