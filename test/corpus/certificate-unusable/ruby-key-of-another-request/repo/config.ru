run lambda { |env|
  [200, { "content-type" => "text/plain" }, ["tickets: #{env["PATH_INFO"]}\n"]]
}
