require_relative "app"

run Quotes
