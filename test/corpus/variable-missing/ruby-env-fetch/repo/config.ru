require "openssl"

title = ENV.fetch("GUESTBOOK_TITLE", "Guestbook")
cookie_key = ENV.fetch("COOKIE_KEY")

run lambda { |env|
  mac = OpenSSL::HMAC.hexdigest("SHA256", cookie_key, env["REMOTE_ADDR"].to_s)
  [200, { "content-type" => "text/plain", "set-cookie" => "visitor=#{mac}" }, ["#{title}\n"]]
}
