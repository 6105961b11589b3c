package talosnode_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/config"

	"cdktf-proxmox-talos/simulator/internal/kubelet"
)

// imagesOf are the versions that a machine joins with: API server, controller manager, scheduler and kubelet.
func imagesOf(node kubelet.Node, joining config.Config) string {
	tag := func(image string) string { return image[strings.LastIndex(image, ":")+1:] }
	kubeletTag := tag(joining.K8sKubeletConfig().Image())

	if !node.ControlPlane {
		return fmt.Sprintf("%s %s", node.Name, kubeletTag)
	}

	return fmt.Sprintf("%s %s %s %s %s", node.Name, tag(joining.K8sAPIServerConfig().Image()), tag(joining.K8sControllerManagerConfig().Image()),
		tag(joining.K8sSchedulerConfig().Image()), kubeletTag)
}

func TestUpgradeKubernetes(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 31)
	lab.cluster(2, 1)

	boots := []string{lab.node(1).BootID, lab.node(2).BootID, lab.node(11).BootID}
	before := len(lab.joins())

	if err := lab.server.UpgradeKubernetes(t.Context(), "lab", "1.36.2"); err != nil {
		t.Fatal(err)
	}

	const old, now = "v1.36.1", "v1.36.2"

	wanted := []string{
		fmt.Sprintln("node-1", now, old, old, old), fmt.Sprintln("node-2", now, old, old, old),
		fmt.Sprintln("node-1", now, now, old, old), fmt.Sprintln("node-2", now, now, old, old),
		fmt.Sprintln("node-1", now, now, now, old), fmt.Sprintln("node-2", now, now, now, old),
		fmt.Sprintln("node-1", now, now, now, now), fmt.Sprintln("node-2", now, now, now, now),
		fmt.Sprintln("node-11", now),
	}
	if got := lab.joins()[before:]; !slices.Equal(got, wanted) {
		t.Errorf("got %q", got)
	}

	if got := []string{lab.node(1).BootID, lab.node(2).BootID, lab.node(11).BootID}; !slices.Equal(got, boots) {
		t.Error("a machine has booted")
	}

	for call, wanted := range map[[2]string]string{
		{"lab", "v1.36.2"}:  `version is "v1.36.2"; write one such as 1.36.3`,
		{"other", "1.36.2"}: `no machine of a cluster "other" is on`,
		{"lab", "1.36"}:     `version is "1.36"; write one such as 1.36.3`,
		{"", "latest"}:      `version is "latest"; write one such as 1.36.3`,
	} {
		if err := lab.server.UpgradeKubernetes(t.Context(), call[0], call[1]); err == nil || err.Error() != wanted {
			t.Errorf("%v: got %v", call, err)
		}
	}
}

// joins are the images of all joins so far, a line each.
func (l *lab) joins() []string {
	l.kubernetes.mu.Lock()
	defer l.kubernetes.mu.Unlock()

	lines := make([]string, 0, len(l.kubernetes.images))
	for _, images := range l.kubernetes.images {
		lines = append(lines, images+"\n")
	}

	return lines
}
