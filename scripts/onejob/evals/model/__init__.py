"""Between a client and its model: a loopback proxy that holds the key, counts, records, and plays back."""
