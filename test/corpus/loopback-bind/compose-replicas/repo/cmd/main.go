package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "Well begun is half done.")
	})
	listen := os.Getenv("LISTEN")
	log.Printf("quotes on %s", listen)
	log.Fatal(http.ListenAndServe(listen, nil))
}
