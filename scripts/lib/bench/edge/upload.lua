-- 10 MB that come as one body with a length.
wrk.method = "POST"
wrk.body = string.rep("0123456789abcdef", 655360)
