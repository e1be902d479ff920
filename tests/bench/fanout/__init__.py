"""Load for the live connections: people, and their sockets in processes of their own."""
