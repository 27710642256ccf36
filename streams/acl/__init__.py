"""Least privilege on the cluster: what each principal may do, worked out from the topic list and put in force."""
