-- Another host for each request: 32 of them, evenly spread over all. wrk … -- ROUTES DOMAIN
local requests, at = {}, 0

function init(words)
  local step = math.floor(tonumber(words[1]) / 32)
  for i = 1, 32 do
    local host = string.format("t%d.%s", (i - 1) * step, words[2])
    requests[i] = "GET /small HTTP/1.1\r\nHost: " .. host .. "\r\n\r\n"
  end
end

function request()
  at = at % 32 + 1
  return requests[at]
end
