package main

import (
	"fmt"
	"log"
	"net/http"
	"time"
)

const interval = 4 * time.Second

func events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-cache")
	fmt.Fprint(w, "retry: 10000\n\n")
	flush := http.NewResponseController(w)
	if err := flush.Flush(); err != nil {
		return
	}
	ticks := time.NewTicker(interval)
	defer ticks.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case now := <-ticks.C:
			fmt.Fprintf(w, "event: tick\ndata: %d\n\n", now.Unix())
			if err := flush.Flush(); err != nil {
				return
			}
		}
	}
}

func main() {
	http.HandleFunc("/events", events)
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "<!doctype html><title>Ticker</title>")
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
