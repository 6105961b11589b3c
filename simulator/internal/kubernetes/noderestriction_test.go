package kubernetes

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/kubelet"

	"github.com/siderolabs/talos/pkg/machinery/config"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Labels and taints that the API server lets a kubelet set on itself, and Talos on a worker in its name.
func TestNodeRestriction(t *testing.T) {
	ctx := t.Context()
	bundle := secretsOf(t)

	state := t.TempDir()

	server, err := Start(ctx, programs(t), Dependencies{Recorder: calls.NewRecorder(io.Discard), StateDirectory: state})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()

	const ofControlPlane = "machine:\n  nodeTaints: {gpu: 'yes:NoSchedule'}\n  nodeLabels: {example.node-restriction.kubernetes.io/a: b}\n"

	const labels = "machine:\n  nodeLabels: {disk: fast}\n  nodeAnnotations: {note: a}\n"

	first := controlPlane("cp1", "127.24.1.11")
	if err := server.Bootstrap(first, configOf(t, bundle, "controlplane", ofControlPlane)); err != nil {
		t.Fatal(err)
	}

	client := clientOf(t, bundle, "127.24.1.11:6443")
	join := func(name string, number int, patches ...string) (kubelet.Node, config.Config) {
		node, cfg := worker(name, fmt.Sprintf("127.24.1.%d", number)), configOf(t, bundle, "worker", patches...)
		if err := server.Join(node, cfg); err != nil {
			t.Fatal(err)
		}

		return node, cfg
	}

	nodeIs := func(name string, wanted func(*corev1.Node) error) func() error {
		return func() error {
			node, err := client.CoreV1().Nodes().Get(ctx, name, metav1.GetOptions{})
			if err != nil {
				return err
			}

			return wanted(node)
		}
	}
	has := func(taints string, labels map[string]string) func(*corev1.Node) error {
		return func(node *corev1.Node) error {
			own := maps.Clone(node.Labels)
			maps.DeleteFunc(own, func(key, value string) bool {
				wanted, known := labels[key]

				return !known || value != wanted
			})

			got := strings.ReplaceAll(taintsText(node), "node.kubernetes.io/not-ready=:NoSchedule ", "")
			if got != taints || !maps.Equal(own, labels) {
				return fmt.Errorf("taints %s, labels %v", got, node.Labels)
			}

			return nil
		}
	}
	withoutLabels := func(node *corev1.Node) error {
		if node.Labels["disk"] != "" || node.Labels[corev1.LabelTopologyZone] != "" || node.Annotations["note"] != "" {
			return fmt.Errorf("%v %v", node.Labels, node.Annotations)
		}

		return has("", map[string]string{})(node)
	}
	refuses := func(text string) func() error {
		return func() error {
			if fault := server.Inventory()[0].Error; !strings.Contains(fault, text) {
				return fmt.Errorf("the fault is %q", fault)
			}

			return nil
		}
	}

	eventually(t, "Talos on a control plane may set what it likes", nodeIs("cp1", has("node-role.kubernetes.io/control-plane=:NoSchedule gpu=yes:NoSchedule ",
		map[string]string{"example.node-restriction.kubernetes.io/a": "b", "node-role.kubernetes.io/control-plane": ""})))

	join("w1", 21, labels, "machine:\n  kubelet:\n    extraConfig: {registerWithTaints: [{key: gpu, value: 'yes', effect: NoSchedule}]}\n")
	eventually(t, "a kubelet registers with taints", nodeIs("w1", has("gpu=yes:NoSchedule ", map[string]string{"disk": "fast"})))

	join("w1", 21, labels, "machine:\n  kubelet:\n    extraConfig: {registerWithTaints: [{key: spot, effect: NoExecute}]}\n  nodeLabels: {zone: a}\n")
	eventually(t, "a node that is there keeps its taints and gets labels", nodeIs("w1", has("gpu=yes:NoSchedule ", map[string]string{"disk": "fast", "zone": "a"})))

	if fault := server.Inventory()[0].Error; fault != "" {
		t.Fatal(fault)
	}

	second, ofSecond := join("w2", 22, labels, "machine:\n  nodeTaints: {gpu: 'yes:NoSchedule'}\n")
	eventually(t, "taints", refuses(`node w2: nodes "w2" is forbidden: node "w2" is not allowed to modify taints`))
	eventually(t, "nothing of the update is there", nodeIs("w2", withoutLabels))

	if status := server.Status(second, ofSecond); !status.Kubelet || status.Message != "" {
		t.Errorf("the kubelet itself is well: %+v", status)
	}

	join("w2", 22, labels)
	eventually(t, "without taints the labels come", nodeIs("w2", has("", map[string]string{"disk": "fast"})))

	join("w3", 23, labels, "machine:\n  nodeLabels: {node-role.kubernetes.io/worker: '', topology.kubernetes.io/zone: a}\n")
	eventually(t, "labels", refuses(`node w3: nodes "w3" is forbidden: is not allowed to modify labels: node-role.kubernetes.io/worker`))
	eventually(t, "a label that is refused takes the others with it", nodeIs("w3", withoutLabels))

	fourth, ofFourth := join("w4", 24, "machine:\n  kubelet:\n    extraConfig: {registerWithTaints: [{key: a, value: b, effect: NoSchedule}, {key: a, value: c, effect: NoSchedule}]}\n")
	eventually(t, "a kubelet whose taints are wrong never registers", func() error {
		if status := server.Status(fourth, ofFourth); status.Kubelet || !strings.Contains(status.Message, "taints must be unique by key and effect pair") {
			return fmt.Errorf("%+v", status)
		}

		return nil
	})

	// who has done it
	logs, err := filepath.Glob(filepath.Join(state, "kubernetes", "*", "apiserver-*", "audit.log"))
	if err != nil || len(logs) == 0 {
		t.Fatal(logs, err)
	}

	log, err := os.ReadFile(logs[0])
	if err != nil {
		t.Fatal(err)
	}

	for _, wanted := range []string{
		`system:node:w1 create nodes/`, `system:node:w1 update nodes/status`, `system:node:w1 update nodes/`, `system:node:w1 update pods/status`,
		`system:node:cp1 create nodes/`, `system:node:cp1 create pods/`, `simulator update nodes/`,
	} {
		if !strings.Contains(doneBy(t, log), wanted+"\n") {
			t.Errorf("nobody has done %q", wanted)
		}
	}

	if strings.Contains(doneBy(t, log), "system:node:cp1 update nodes/\n") {
		t.Error("Talos on a control plane signs in as its kubelet")
	}
}

// doneBy lists who has changed what, from the log of the API server.
func doneBy(t *testing.T, log []byte) string {
	t.Helper()

	all := "\n"

	for line := range strings.Lines(string(log)) {
		var event struct {
			Verb      string
			User      struct{ Username string }
			ObjectRef struct{ Resource, Subresource string }
		}
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			t.Fatal(err)
		}

		all += fmt.Sprintf("%s %s %s/%s\n", event.User.Username, event.Verb, event.ObjectRef.Resource, event.ObjectRef.Subresource)
	}

	return all
}
