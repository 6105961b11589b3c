package kubernetes

import (
	"fmt"
	"net/netip"
	"os"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/calls"
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

// A split brain is two clusters under one id; workers know the first.
func TestEachEtcdMakesACluster(t *testing.T) {
	cfg := configOf(t, secretsOf(t), "controlplane")

	server, err := Start(t.Context(), Config{APIServer: "/bin/sleep", Etcd: "/bin/sleep"}, Dependencies{
		Recorder: calls.NewRecorder(os.Stderr), StateDirectory: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(server.Close)

	first, second := controlPlane("cp1", "127.24.0.11"), controlPlane("cp2", "127.24.0.12")
	second.Etcd = "2"

	for _, node := range []kubelet.Node{first, second, worker("w1", "127.24.0.21")} {
		if err := server.Join(node, cfg); err != nil {
			t.Fatal(err)
		}
	}

	for _, known := range []struct {
		node kubelet.Node
		want string
	}{{first, "[cp1 w1]"}, {second, "[cp2]"}} {
		var names []string

		members, _ := server.cluster(known.node, cfg).snapshot()
		for _, member := range members {
			names = append(names, member.node.Name)
		}

		if got := fmt.Sprint(names); got != known.want {
			t.Errorf("the cluster of %s has %s, want %s", known.node.Name, got, known.want)
		}
	}
}

func TestAVirtualAddressNeedsItsLink(t *testing.T) {
	cfg := configOf(t, secretsOf(t), "controlplane", vipPatch)
	node := controlPlane("cp1", "127.24.0.11")

	if got := fmt.Sprint(memberOf(t, node, cfg).addresses()); got != "[127.24.0.11:6443 127.24.0.100:6443]" {
		t.Errorf("got %s", got)
	}

	node.WithoutLink = []netip.Addr{netip.MustParseAddr("127.24.0.100")}

	if got := fmt.Sprint(memberOf(t, node, cfg).addresses()); got != "[127.24.0.11:6443]" {
		t.Errorf("without the link: got %s", got)
	}
}
