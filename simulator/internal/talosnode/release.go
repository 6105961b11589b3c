package talosnode

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/go-multierror"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/compatibility"
	"github.com/siderolabs/talos/pkg/machinery/config"
)

// ofImages is how Talos begins what it says of an image of Kubernetes that it does not run.
const ofImages = " image is not valid: "

// releaseFaults are what the release of an image refuses in another way than the library of this program: it runs other
// versions of Kubernetes.
func (n *node) releaseFaults(submitted config.Provider) error {
	version := n.hardware().Image.Version

	release, err := compatibility.ParseTalosVersion(&machineapi.VersionInfo{Tag: version})
	if err != nil {
		return err
	}

	var faults []error

	for component, image := range kubernetesImages(submitted) {
		kubernetes, err := compatibility.KubernetesVersionFromImageRef(image)
		if err == nil {
			err = kubernetes.SupportedWith(release)
		}

		if err != nil {
			faults = append(faults, fmt.Errorf("%s%s%w", component, ofImages, err))
		}
	}

	return errors.Join(faults...)
}

func kubernetesImages(submitted config.Provider) map[string]string {
	images := map[string]string{}

	if kubelet := submitted.K8sKubeletConfig(); kubelet != nil {
		images["kubelet"] = kubelet.Image()
	}

	if submitted.Machine().Type().IsControlPlane() {
		images["kube-apiserver"] = submitted.K8sAPIServerConfig().Image()
		images["kube-controller-manager"] = submitted.K8sControllerManagerConfig().Image()
		images["kube-scheduler"] = submitted.K8sSchedulerConfig().Image()
	}

	return images
}

// withoutImages takes away what the library says of images, as it is of another release than the machine may be.
func withoutImages(err error) error {
	var many *multierror.Error
	if !errors.As(err, &many) {
		return err
	}

	var kept *multierror.Error

	for _, each := range many.Errors {
		if !strings.Contains(each.Error(), ofImages) {
			kept = multierror.Append(kept, each)
		}
	}

	return kept.ErrorOrNil()
}

// isBefore says whether a release of Talos 1 is older than a minor version.
func isBefore(version string, minor int) bool {
	var found int
	if _, err := fmt.Sscanf(version, "v1.%d.", &found); err != nil {
		return false
	}

	return found < minor
}
