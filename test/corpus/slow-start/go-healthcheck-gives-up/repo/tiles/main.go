package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"
)

func warmCache() {
	for zoom := 1; zoom <= 14; zoom++ {
		time.Sleep(time.Second)
		log.Printf("zoom level %d cached", zoom)
	}
}

func main() {
	check := flag.Bool("check", false, "ask a running server how it is")
	flag.Parse()

	if *check {
		if _, err := http.Get("http://127.0.0.1:8080/healthz"); err != nil {
			os.Exit(1)
		}
		return
	}

	warmCache()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })
	log.Fatal(http.ListenAndServe(":8080", nil))
}
