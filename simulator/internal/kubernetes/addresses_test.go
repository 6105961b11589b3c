package kubernetes

import (
	"fmt"
	"testing"
)

func TestVirtualIPs(t *testing.T) {
	bundle := secretsOf(t)

	for name, test := range map[string]struct {
		patch  string
		wanted string
	}{
		"none":           {"machine: {}", "[]"},
		"a document":     {vipPatch, "[127.24.0.100]"},
		"an interface":   {"machine:\n  network:\n    interfaces:\n      - interface: eth0\n        vip: {ip: 127.24.0.101}", "[127.24.0.101]"},
		"a VLAN":         {"machine:\n  network:\n    interfaces:\n      - interface: eth0\n        vlans: [{vlanId: 7, vip: {ip: 127.24.0.102}}]", "[127.24.0.102]"},
		"the same twice": {"machine:\n  network:\n    interfaces:\n      - interface: eth0\n        vip: {ip: 127.24.0.101}\n        vlans: [{vlanId: 7, vip: {ip: 127.24.0.101}}]", "[127.24.0.101]"},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := virtualIPs(configOf(t, bundle, "controlplane", test.patch))
			if err != nil || fmt.Sprint(found) != test.wanted {
				t.Error(found, err)
			}
		})
	}
}
