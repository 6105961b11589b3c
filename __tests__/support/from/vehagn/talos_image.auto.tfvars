talos_image = {
  version        = "v1.10.3"
  update_version = "v1.11.5" # renovate: github-releases=siderolabs/talos
  schematic_path = "image/schematic.yaml"
}
