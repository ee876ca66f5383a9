package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

const address = ":8080"

func main() {
	title := os.Getenv("LINKS_TITLE")
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "<h1>%s</h1>\n", title)
	})
	log.Fatal(http.ListenAndServe(address, nil))
}
