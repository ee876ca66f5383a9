require_relative "lib/catalogue"

run Catalogue
