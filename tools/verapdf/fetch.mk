# `make verapdf` puts veraPDF into build/verapdf. A target that needs it depends on $(VERAPDF_STAMP).
# Paths are relative to the project folder. Include this after the Makefile's first target.

VERAPDF_FOLDER := build/verapdf
VERAPDF_STAMP  := $(VERAPDF_FOLDER)/fetched

.PHONY: verapdf
verapdf: $(VERAPDF_STAMP)

# The stamp is made in the .part folder, and one rename brings stamp and jar into view together.
$(VERAPDF_STAMP): tools/verapdf/pom.xml
	@for program in java mvn; do \
	    $$program -version >/dev/null 2>&1 || { \
	        echo "make verapdf: $$program does not run here; on Debian or Ubuntu, as root:" >&2; \
	        echo "    apt-get install -y default-jre-headless maven" >&2; \
	        exit 1; }; \
	done
	@echo "Fetching veraPDF from Maven Central into $(VERAPDF_FOLDER) (about 10 MB)"
	@rm -rf $(VERAPDF_FOLDER).part
	@mvn --batch-mode --quiet --strict-checksums --file $< \
	    dependency:copy-dependencies -DoutputDirectory=$(abspath $(VERAPDF_FOLDER).part) || { \
	        rm -rf $(VERAPDF_FOLDER).part; \
	        echo "make verapdf: not fetched; Maven's reason is above" >&2; \
	        exit 1; }
	@touch $(VERAPDF_FOLDER).part/$(notdir $@)
	@rm -rf $(VERAPDF_FOLDER)
	@mv $(VERAPDF_FOLDER).part $(VERAPDF_FOLDER)
