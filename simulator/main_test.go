package main

import (
	"strings"
	"testing"
)

func TestUnknownArgumentsShowTheUsage(t *testing.T) {
	for _, args := range [][]string{nil, {"provider"}, {"machine-config", "x"}, {"apply"}} {
		if err := run(args); err == nil || !strings.Contains(err.Error(), "usage:") {
			t.Errorf("%q gave %v", args, err)
		}
	}
}

func TestAProviderWithoutSchemaDoesNotServe(t *testing.T) {
	if err := run([]string{"provider", t.TempDir() + "/schema.json"}); err == nil {
		t.Error("it served")
	}
}
