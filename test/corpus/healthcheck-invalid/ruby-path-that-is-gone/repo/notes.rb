require "socket"

ROUTES = { "/" => "notes", "/up" => "ok" }.freeze

server = TCPServer.new("0.0.0.0", 9292)
loop do
  Thread.start(server.accept) do |client|
    path = client.gets.to_s.split[1]
    nil until client.gets.to_s.strip.empty?
    body = ROUTES[path]
    line = body ? "200 OK" : "404 Not Found"
    client.write "HTTP/1.1 #{line}\r\nContent-Length: #{body.to_s.bytesize}\r\nConnection: close\r\n\r\n#{body}"
    client.close
  end
end
