package talosnode

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/config"
	documents "github.com/siderolabs/talos/pkg/machinery/config/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"github.com/siderolabs/talos/pkg/machinery/config/types/v1alpha1"

	"cdktf-proxmox-talos/judge/machineconfig"
)

// upgradeStepLimit is how long a part of Kubernetes may take until it runs in its new version.
const upgradeStepLimit = time.Minute

// released is a version of Kubernetes without v.
var released = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

// kubernetesPart is a part of Kubernetes whose image `talosctl upgrade-k8s` changes.
type kubernetesPart struct {
	name    string
	workers bool
	// document is the kind that has the image where the main document does not.
	document string
	image    func(config.Provider) string
	set      func(*v1alpha1.Config, string) error
}

// kubernetesParts are in the order of `talosctl upgrade-k8s`: each is done on all machines before the next one.
var kubernetesParts = []kubernetesPart{
	{name: "kube-apiserver", document: "KubeAPIServerConfig", image: func(c config.Provider) string { return c.K8sAPIServerConfig().Image() }, set: func(c *v1alpha1.Config, version string) error {
		return retag(c.ClusterConfig.APIServerConfig != nil, func() *string { return &c.ClusterConfig.APIServerConfig.ContainerImage }, version)
	}},
	{name: "kube-controller-manager", document: "KubeControllerManagerConfig", image: func(c config.Provider) string { return c.K8sControllerManagerConfig().Image() }, set: func(c *v1alpha1.Config, version string) error {
		return retag(c.ClusterConfig.ControllerManagerConfig != nil, func() *string { return &c.ClusterConfig.ControllerManagerConfig.ContainerImage }, version)
	}},
	{name: "kube-scheduler", document: "KubeSchedulerConfig", image: func(c config.Provider) string { return c.K8sSchedulerConfig().Image() }, set: func(c *v1alpha1.Config, version string) error {
		return retag(c.ClusterConfig.SchedulerConfig != nil, func() *string { return &c.ClusterConfig.SchedulerConfig.ContainerImage }, version)
	}},
	{name: "kubelet", workers: true, document: "KubeletConfig", image: func(c config.Provider) string { return c.K8sKubeletConfig().Image() }, set: func(c *v1alpha1.Config, version string) error {
		return retag(c.MachineConfig.MachineKubelet != nil, func() *string { return &c.MachineConfig.MachineKubelet.KubeletImage }, version)
	}},
}

// UpgradeKubernetes plays `talosctl upgrade-k8s --to` on the machines of a cluster that are on: it changes their
// configurations, part after part and machine after machine, control planes first. Like talosctl it stops at the first
// machine that does not get ready. The manifests of Talos are left as they are.
func (s *Server) UpgradeKubernetes(ctx context.Context, cluster, version string) error {
	if !released.MatchString(version) {
		return fmt.Errorf("version is %q; write one such as 1.36.3", version)
	}

	boots := s.bootsOf(cluster)
	if len(boots) == 0 {
		return fmt.Errorf("no machine of a cluster %q is on", cluster)
	}

	for _, part := range kubernetesParts {
		for _, boot := range boots {
			if !part.workers && !boot.configuration().Machine().Type().IsControlPlane() {
				continue
			}

			if err := boot.upgradePart(ctx, part, version); err != nil {
				return fmt.Errorf("%s of machine %s: %w", part.name, boot.hostname(), err)
			}
		}
	}

	return nil
}

// bootsOf are the configured machines of a cluster that are on, control planes first.
func (s *Server) bootsOf(cluster string) []*boot {
	var controlPlanes, workers []*boot

	for _, n := range s.all() {
		boot := n.current()
		if boot == nil {
			continue
		}

		configuration := boot.configuration()

		switch {
		case configuration == nil || clusterName(configuration) != cluster:
		case configuration.Machine().Type().IsControlPlane():
			controlPlanes = append(controlPlanes, boot)
		default:
			workers = append(workers, boot)
		}
	}

	return slices.Concat(controlPlanes, workers)
}

// upgradePart changes the image of one part and waits until the machine is healthy with it.
func (b *boot) upgradePart(ctx context.Context, part kubernetesPart, version string) error {
	if err := b.patch(func(current config.Provider) (config.Provider, error) { return part.upgraded(current, version) }); err != nil {
		return err
	}

	ctx, cancel := context.WithTimeout(ctx, upgradeStepLimit)
	defer cancel()

	for {
		if !b.kubernetesNow().rejoin && b.runsKubernetes() {
			return nil
		}

		if !pause(ctx, tick) {
			return fmt.Errorf("it is not healthy with %s: %s", version, b.kubernetesStatus().Message)
		}
	}
}

func (b *boot) runsKubernetes() bool {
	status := b.kubernetesStatus()
	controls := status.APIServer && status.ControllerManager && status.Scheduler

	return status.Kubelet && (controls || !b.configuration().Machine().Type().IsControlPlane())
}

// patch changes the configuration that a machine has, as `talosctl patch machineconfig --mode no-reboot` does.
func (b *boot) patch(change func(config.Provider) (config.Provider, error)) error {
	b.applying.Lock()
	defer b.applying.Unlock()

	current := b.configuration()
	if current == nil || b.isEnding() {
		return errors.New("the machine is about to end")
	}

	patched, err := change(current)
	if err != nil {
		return err
	}

	b.take(machineapi.ApplyConfigurationRequest_NO_REBOOT, patched)

	return nil
}

// upgraded is a configuration with another image of the part, which stands in a document of its own since Talos 1.14.
func (p kubernetesPart) upgraded(current config.Provider, version string) (config.Provider, error) {
	isOfPart := func(document documents.Document) bool { return document.Kind() == p.document }
	if !slices.ContainsFunc(current.Documents(), isOfPart) {
		return current.PatchV1Alpha1(func(main *v1alpha1.Config) error { return p.set(main, version) })
	}

	image := p.image(current)
	if err := retag(true, func() *string { return &image }, version); err != nil {
		return nil, err
	}

	text, err := current.Bytes()
	if err != nil {
		return nil, err
	}

	patched, err := machineconfig.Patch(string(text), []string{fmt.Sprintf("apiVersion: v1alpha1\nkind: %s\nimage: %s\n", p.document, image)})
	if err != nil {
		return nil, err
	}

	return configloader.NewFromBytes([]byte(patched))
}

// retag gives an image another version.
func retag(isThere bool, image func() *string, version string) error {
	if !isThere {
		return errors.New("its image does not stand in the main document, which the simulated upgrade does not change")
	}

	reference := image()

	index := strings.LastIndex(*reference, ":")
	if index < 0 {
		return fmt.Errorf("its image %q has no tag", *reference)
	}

	*reference = (*reference)[:index] + ":v" + version

	return nil
}
