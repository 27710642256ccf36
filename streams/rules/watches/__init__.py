"""What is watched across the incidents of one person: the ASB Case Review, and a course of conduct (X2, X3)."""
