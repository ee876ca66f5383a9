ITEMS = { "1" => "Lamp", "2" => "Chair" }.freeze

run lambda { |env|
  id = env["PATH_INFO"].delete_prefix("/")
  body = ITEMS.fetch(id, ITEMS.values.join(", "))
  [200, { "content-type" => "text/plain" }, [body]]
}
