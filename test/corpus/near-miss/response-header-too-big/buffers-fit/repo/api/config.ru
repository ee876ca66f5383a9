require "json"

PAGES = 240

run(lambda do |_env|
  links = (1..PAGES).map { |page| "<https://api.example.com/measurements?page=#{page}&per_page=50&order=taken_at>; rel=\"page-#{page}\"" }
  [200, { "content-type" => "application/json", "link" => links.join(", ") }, [JSON.generate(pages: PAGES)]]
end)
