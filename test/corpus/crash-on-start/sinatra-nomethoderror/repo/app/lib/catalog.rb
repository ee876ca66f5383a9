require "yaml"

class Catalog
  attr_reader :names

  def initialize(path)
    @data = YAML.safe_load_file(path)
    @names = self.fetch_all.map { |item| item["name"] }
  end

  def fetch_all
    @data["items"]
  end
end
