package main

import (
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof"
	"os"
)

func main() {
	go func() {
		log.Printf("listening on %s", os.Getenv("METRICS_ADDR"))
		log.Fatal(http.ListenAndServe(os.Getenv("METRICS_ADDR"), nil))
	}()

	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "hello") })
	log.Fatal(http.ListenAndServe(os.Getenv("WEB_ADDR"), mux))
}
