require 'socket'

server = TCPServer.new('0.0.0.0', 4567)
loop do
  client = server.accept
  nil until client.gets.to_s.strip.empty?
  body = "3 articles\n"
  client.write "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n#{body}"
  client.close
end
