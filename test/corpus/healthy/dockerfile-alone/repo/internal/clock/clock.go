package clock

// Zones are those that the clock shows.
func Zones() []string {
	return []string{"UTC", "Europe/Oslo"}
}
