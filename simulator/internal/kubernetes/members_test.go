package kubernetes

import (
	"testing"

	"cdktf-proxmox-talos/simulator/internal/kubelet"
)

func TestMembersOfACluster(t *testing.T) {
	cfg := configOf(t, secretsOf(t), "worker")
	at := func(name, address, where string) kubelet.Node {
		node := worker(name, address)
		node.Where = where

		return node
	}

	for name, test := range map[string]struct {
		joins  []kubelet.Node
		leaves kubelet.Node
		wanted string
	}{
		"one that leaves":                        {[]kubelet.Node{at("w1", "127.24.0.21", "pve1/1")}, at("w1", "127.24.0.21", "pve1/1"), ""},
		"one that leaves under another address":  {[]kubelet.Node{at("w1", "127.24.0.21", "pve1/1")}, at("w1", "127.24.0.22", "pve1/1"), ""},
		"one that was replaced before it leaves": {[]kubelet.Node{at("w1", "127.24.0.21", "pve1/1"), at("w1", "127.24.0.22", "pve1/2")}, at("w1", "127.24.0.21", "pve1/1"), "w1 "},
		"one with another hostname":              {[]kubelet.Node{at("w1", "127.24.0.21", "pve1/1"), at("w2", "127.24.0.21", "pve1/1")}, kubelet.Node{}, "w2 "},
	} {
		t.Run(name, func(t *testing.T) {
			c := &cluster{wake: make(chan struct{}, 1), members: map[string]*member{}}
			for _, node := range test.joins {
				c.join(memberOf(t, node, cfg))
			}

			c.leave(test.leaves)

			got := ""

			members, _ := c.snapshot()
			for _, member := range members {
				if member.joined {
					got += member.node.Name + " "
				}
			}

			if got != test.wanted {
				t.Errorf("joined: %s", got)
			}
		})
	}
}
