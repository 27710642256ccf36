"""What Sentinel's officers do on a case once it is accepted: people, assessments, answers, duties, closure (X10).

How they work is in behaviour.yaml, the forms they fill in are in forms.yaml; neither knows a policy. What
somebody does is drawn from the seed and the case; what they are asked and reminded of only says when.
"""
