require "json"
require "socket"

per_page = Integer(ENV.fetch("TICKETS_PER_PAGE"))
server = TCPServer.new("0.0.0.0", 9000)
loop do
  client = server.accept
  Thread.new(client) do |connection|
    request = connection.gets.to_s
    nil until connection.gets.to_s.strip.empty?
    body = JSON.generate(tickets: [], per_page: per_page, request: request.split.first(2).join(" "))
    connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n#{body}")
    connection.close
  end
end
