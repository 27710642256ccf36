"""Referrals to partners: what makes one due, what it may say, and its life (R20, R5, X6).

`signs`: what the incidents of a case say. `triggers`: what makes a referral due. `disclosure` and `content`: what a
partner is told. `gate`: nothing else leaves. `consent` and `answers`: what people and partners say. `life`: from
proposed to recalled.
"""
