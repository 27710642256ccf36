"""What operators see of the work and of the machine (R23): counted when it is committed, never before."""
