require "socket"

server = TCPServer.new("0.0.0.0", 8080)
loop do
  client = server.accept
  client.readpartial(4096)
  body = "<h1>Blog</h1>"
  client.write "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n#{body}"
  client.close
rescue EOFError, Errno::ECONNRESET, Errno::EPIPE
  client&.close
end
