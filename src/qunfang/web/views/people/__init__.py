"""People: joining, one's own account, looking after others."""
